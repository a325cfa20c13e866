// Shows one part of the console at a time, by the fragment of the address.

import {ask, change, button, copied, make, moment, running, safely, say} from './page.js';
import {reference} from './reference.js';
import {world} from './world.js';
import {log} from './log.js';
import {faults} from './faults.js';
import {clients} from './clients.js';
import {users} from './users.js';

const parts = {overview, reference, world, log, faults};
const main = document.getElementById('main');
let leave = () => {};
let turn = 0;

async function overview(place) {
  await refresh();
  const rows = [
    ['profile', running.profile], ['seed', String(running.seed)], ['world', running.database],
    ['time there', `${moment(running.clock)} UTC`], ['address', copied(running.base_url)], ['private API', copied(running.private_url)],
    ['client id', copied(running.client_id)], ['client secret', copied(running.client_secret)],
    ['redirect address', copied(running.redirect_uri)], ['user', running.username], ['password', running.password],
    ['token', copied(running.token)],
  ];
  if (running.sandbox.length) rows.push(['sandbox', running.sandbox.join(', ')]);
  const jump = seconds => async () => {
    await change('clock', {seconds});
    await show();
  };
  place.append(
    make('section', {class: 'card'}, make('dl', {}, rows.flatMap(([name, value]) =>
      [make('dt', {}, name), make('dd', {}, value)]))),
    make('section', {class: 'card'}, make('h3', {}, 'Sign in as a user would'),
      make('p', {}, make('a', {href: running.authorize}, 'Open the consent page'), ' of the registered client, as ',
        make('code', {}, running.username), ' with the password ', make('code', {}, running.password), '.')),
    make('section', {class: 'card row'}, make('h3', {class: 'grow'}, 'Let time pass'),
      button('+ 1 minute', jump(60)), button('+ 1 hour', jump(3600)), button('+ 1 day', jump(86400))),
    await users(),
    await clients(),
  );
}

async function refresh() {
  Object.assign(running, await ask('overview'));
  document.getElementById('state').textContent =
    `profile ${running.profile}, seed ${running.seed}, ${running.base_url}`;
}

async function show() {
  const mine = ++turn;
  leave();
  leave = () => {};
  const name = parts[location.hash.slice(1)] ? location.hash.slice(1) : 'overview';
  for (const link of document.querySelectorAll('nav a')) {
    if (link.hash === `#${name}`) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  const place = make('div', {id: name});
  main.replaceChildren(place);
  if (!running.profile) await refresh();
  const done = (await parts[name](place)) ?? (() => {});
  // Somebody who clicks on may be there before this part is.
  if (mine !== turn) return done();
  leave = done;
  document.documentElement.dataset.shown = name;
}

addEventListener('hashchange', safely(show));
addEventListener('unhandledrejection', event => say(event.reason.message));
safely(show)();
