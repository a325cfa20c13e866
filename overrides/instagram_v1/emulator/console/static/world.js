// People, media and places to look at.

import {ask, button, change, make, many, moment, running, safely, say} from './page.js';
import {show} from './media.js';
import {act} from './users.js';

export async function world(place) {
  const people = make('div', {class: 'people', id: 'people'});
  const media = make('div', {class: 'grid', id: 'media'});
  const title = make('h2', {}, 'Latest media');
  const more = make('div', {class: 'row card', hidden: true});
  const gallery = {media, title, more};
  const search = make('input', {type: 'search', class: 'grow', placeholder: 'name', 'aria-label': 'look for people'});
  const load = async () => people.replaceChildren(...(await ask('people', {q: search.value.toLowerCase()}))
    .map(person => portrait(person, gallery)));
  search.addEventListener('input', safely(load));
  place.append(posting(gallery), title, media, more,
    make('h2', {}, 'People'), make('div', {class: 'row'}, search), people,
    make('h2', {}, 'Places'), await map(gallery));
  await load();
  await fill(gallery, 'Latest media', {});
}

function portrait(person, gallery) {
  const give = async () => {
    await act(person.username);
    gallery.poster();
    shown.textContent = running.trying;
  };
  const shown = make('code', {});
  return make('article', {class: 'card'},
    make('h3', {class: 'row'}, make('img', {class: 'face', src: person.picture, alt: '', loading: 'lazy'}),
      person.username, person.private ? make('span', {class: 'tag'}, 'private') : null),
    make('p', {class: 'soft'}, [person.full_name, person.bio].filter(Boolean).join(' · ')),
    make('p', {}, `${person.media} media, follows ${person.follows}, ${person.followers} followers`),
    make('div', {class: 'row'},
      button('media', () => fill(gallery, `Media of ${person.username}`, {owner: person.id})),
      button('token', give)), shown);
}

function posting(gallery) {
  const caption = make('input', {class: 'grow', placeholder: 'caption with #tags', 'aria-label': 'caption'});
  const post = async () => {
    const {id} = await change('post', {username: running.person ?? running.username, caption: caption.value});
    caption.value = '';
    say(`posted ${id}`);
    await fill(gallery, 'Latest media', {});
  };
  const title = make('h3', {id: 'poster'});
  gallery.poster = () => { title.textContent = `Post as ${running.person ?? running.username}` };
  gallery.poster();
  return make('div', {class: 'card'}, title,
    make('div', {class: 'row'}, caption, button('post', post, 'main')));
}

async function fill(gallery, text, query) {
  gallery.title.textContent = text;
  const entries = await ask('media', query);
  const cards = entries.map(picture);
  if (query.before) gallery.media.append(...cards);
  else gallery.media.replaceChildren(...cards);
  const last = entries.at(-1);
  gallery.more.hidden = entries.length < 24;
  gallery.more.replaceChildren(button('more', () => fill(gallery, text, {...query, before: last.pk})));
  if (!query.before && gallery.shown) gallery.title.scrollIntoView({block: 'start'});
  gallery.shown = true;
}

function picture(entry) {
  const facts = make('div', {class: 'soft small'});
  const count = (likes, comments) => {
    facts.textContent = `${many(likes, 'like')}, ${many(comments, 'comment')}${entry.place ? `, at ${entry.place}` : ''}`;
  };
  count(entry.likes, entry.comments);
  const open = () => show(entry, media => count(media.likes.count, media.comments.count));
  return make('figure', {},
    make('button', {type: 'button', class: 'plain', onclick: safely(open)},
      make('img', {src: entry.picture, alt: entry.caption || entry.kind, loading: 'lazy'})),
    make('figcaption', {}, make('strong', {}, entry.owner), ` ${entry.caption}`),
    facts,
    make('div', {class: 'soft small'}, moment(entry.created).slice(0, 16)),
    make('code', {}, entry.id));
}

async function map(gallery) {
  const rows = (await ask('places')).map(spot => make('tr', {},
    make('td', {}, spot.name),
    make('td', {class: 'number'}, spot.latitude === null ? '' : `${spot.latitude.toFixed(4)}, ${spot.longitude.toFixed(4)}`),
    make('td', {class: 'number'}, String(spot.media)),
    make('td', {}, make('code', {}, spot.id)),
    make('td', {}, button('media', () => fill(gallery, `Media at ${spot.name}`, {place: spot.id})))));
  const head = ['place', 'where', 'media', 'id', ''].map(text => make('th', {}, text));
  return make('div', {class: 'scroll card'}, make('table', {}, make('tr', {}, head), rows));
}
