// The registered clients, and a form to register another, as the developer site had it.

import {ask, button, change, copied, make, running, say} from './page.js';

export async function clients() {
  const list = make('div', {id: 'clients'});
  const name = make('input', {name: 'name', placeholder: 'My App'});
  const redirects = make('input', {name: 'redirects', placeholder: running.redirect_uri});
  const implicit = make('input', {type: 'checkbox', name: 'no_implicit'});
  const signed = make('input', {type: 'checkbox', name: 'signed'});
  const forwarded = make('input', {type: 'checkbox', name: 'forwarded'});
  const load = async () => list.replaceChildren(...(await ask('clients')).map(card));
  const register = async () => {
    await change('client', {name: name.value, redirects: redirects.value,
      no_implicit: implicit.checked || undefined, signed: signed.checked || undefined,
      forwarded: forwarded.checked || undefined});
    name.value = redirects.value = '';
    say('registered');
    await load();
  };
  await load();
  return make('section', {},
    make('h2', {}, 'Registered clients'), list,
    make('div', {class: 'card', id: 'register'}, make('h3', {}, 'Register a client'),
      make('div', {class: 'fields'},
        make('label', {}, 'name', name),
        make('label', {}, 'redirect addresses, separated by spaces', redirects)),
      make('div', {class: 'row'},
        make('label', {class: 'tick'}, implicit, 'Disable implicit OAuth'),
        make('label', {class: 'tick'}, signed, 'Enforce signed requests'),
        running.signed_header ? make('label', {class: 'tick'}, forwarded, 'Enforce signed header') : null,
        button('register', register, 'main'))));
}

function card(client) {
  const marks = [client.implicit ? null : 'implicit OAuth disabled', client.signed ? 'signed requests enforced' : null,
    client.forwarded ? 'signed header enforced' : null];
  const rows = [['client id', copied(client.id)], ['client secret', copied(client.secret)],
    ['redirect addresses', client.redirects.join(' ')]];
  return make('details', {class: 'card'},
    make('summary', {}, make('strong', {class: 'grow'}, client.name),
      marks.filter(Boolean).map(mark => make('span', {class: 'tag'}, mark))),
    make('dl', {}, rows.flatMap(([name, value]) => [make('dt', {}, name), make('dd', {}, value)])));
}
