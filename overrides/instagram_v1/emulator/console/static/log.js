// Requests as they come, and what is left of the hour's budgets.

import {ask, draw, make, moment, safely} from './page.js';

const SHOWN = 200;

export async function log(place) {
  let last = 0;
  const budgets = make('div', {id: 'budgets'});
  const rows = make('tbody', {id: 'requests'});
  const head = ['time there', 'request', 'status', 'operation', 'as', 'ms', 'faults'].map(text => make('th', {}, text));
  const table = make('table', {}, make('thead', {}, make('tr', {}, head)), rows);
  place.append(make('h2', {}, 'Budget of requests'), budgets, make('h2', {}, 'Requests'),
    make('div', {class: 'scroll card'}, table));
  const update = async () => {
    const {entries, budget} = await ask('log', {after: String(last)});
    if (entries.length) last = entries.at(-1).number;
    rows.prepend(...entries.reverse().map(line));
    while (rows.children.length > SHOWN) rows.lastChild.remove();
    budgets.replaceChildren(...(budget.rows.length ? budget.rows.map(row => chart(row, budget))
      : [make('p', {class: 'card soft'}, 'Nobody has asked for anything in the last hour.')]));
  };
  await update();
  const timer = setInterval(safely(update), 1000);
  return () => clearInterval(timer);
}

function line(entry) {
  return make('tr', {},
    make('td', {class: 'mono'}, moment(entry.time).slice(11)),
    make('td', {class: 'mono'}, `${entry.method} ${entry.path}`),
    make('td', {class: entry.status < 400 ? 'good' : 'bad'}, String(entry.status)),
    make('td', {}, entry.operation),
    make('td', {}, entry.person),
    make('td', {class: 'number'}, entry.took.toFixed(1)),
    make('td', {class: 'bad'}, entry.faults.join(', ')));
}

/** One budget: how much of it is used, and when in the last hour. */
function chart(row, budget) {
  const highest = Math.max(1, ...row.bins), width = 600 / row.bins.length;
  const bars = row.bins.map((made, index) => draw('rect',
    {x: index * width, width: width - 1, y: 60 - 56 * made / highest, height: 56 * made / highest}));
  const left = Math.max(0, budget.limit - row.made);
  const text = `${row.made} of ${budget.limit} requests in the last ${budget.minutes} minutes, ${left} left`;
  return make('section', {class: 'card'},
    make('div', {class: 'row'}, make('strong', {class: 'grow'}, row.name), make('span', {}, text)),
    make('meter', {min: 0, max: budget.limit, high: budget.limit * 0.8, optimum: 0, value: Math.min(row.made, budget.limit)}),
    draw('svg', {class: 'chart', viewBox: '0 0 600 60', preserveAspectRatio: 'none', role: 'img', 'aria-label': text},
      draw('line', {x1: 0, x2: 600, y1: 60, y2: 60}), ...bars));
}
