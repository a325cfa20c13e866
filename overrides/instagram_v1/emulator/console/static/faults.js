// Switches for what goes wrong on purpose.

import {ask, button, change, make, safely} from './page.js';

const COMMON = [['rate', '1'], ['operation', '*'], ['times', '0'], ['after', '0']];

export async function faults(place) {
  const active = make('div', {class: 'card', id: 'active'});
  const {kinds} = await ask('faults');
  const refresh = async () => show(active, (await ask('faults')).active, refresh);
  place.append(make('h2', {}, 'Switched on'), active, make('h2', {}, 'What can go wrong'),
    ...kinds.map(kind => card(kind, refresh)));
  await refresh();
  const timer = setInterval(safely(refresh), 2000);
  return () => clearInterval(timer);
}

function show(place, active, refresh) {
  const off = fault => async () => {
    await change('calm', {fault});
    await refresh();
  };
  const rows = active.map(({fault, struck}) => make('div', {class: 'row'},
    make('code', {class: 'grow'}, fault), make('span', {class: 'soft'}, `struck ${struck} times`),
    button('off', off(fault))));
  place.replaceChildren(...(rows.length ? [...rows, button('all off', off(undefined))]
    : [make('span', {class: 'soft'}, 'Nothing goes wrong.')]));
}

function card(kind, refresh) {
  const inputs = [...kind.options, ...COMMON].map(([name, value]) => [name, value, make('input', {value, 'aria-label': name})]);
  const on = async () => {
    const told = inputs.filter(([, value, input]) => input.value !== value).map(([name, , input]) => `${name}=${input.value}`);
    await change('fault', {fault: told.length ? `${kind.name}:${told.join(',')}` : kind.name});
    await refresh();
  };
  return make('details', {class: 'card', id: `fault-${kind.name}`},
    make('summary', {class: 'whole'},
      make('span', {class: 'grow'}, make('strong', {}, kind.name), ' ', make('span', {class: 'soft'}, kind.summary)),
      button('on', on)),
    make('div', {class: 'fields'}, inputs.map(([name, , input]) => make('label', {}, name, input))));
}
