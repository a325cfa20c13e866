// Some of those who live here, and tokens to try the API as one of them.

import {ask, button, change, copied, make, running, say} from './page.js';

const SHOWN = 8;

export async function users() {
  const people = (await ask('people')).slice(0, SHOWN);
  return make('section', {},
    make('h2', {}, 'Users'),
    make('div', {class: 'card', id: 'users'}, people.map(row),
      make('p', {class: 'soft'}, 'All have the password ', make('code', {}, running.password), '. More of them: ',
        make('a', {href: '#world'}, 'World'), '.')));
}

function row(person) {
  const place = make('div', {});
  const give = async () => {
    await act(person.username);
    place.replaceChildren(copied(running.trying));
  };
  return make('div', {class: 'user'},
    make('div', {class: 'row whole'},
      make('img', {class: 'face', src: person.picture, alt: ''}),
      make('span', {class: 'grow'}, make('strong', {}, person.username), ' ',
        make('span', {class: 'soft'}, `${person.media} media${person.private ? ', private' : ''}`)),
      button('token', give)),
    place);
}

/** Get a token of somebody: from now on everything that is tried here is done as them. */
export async function act(username) {
  const {token} = await change('token', {username});
  Object.assign(running, {trying: token, person: username});
  say(`from now on you are ${username} here`);
}
