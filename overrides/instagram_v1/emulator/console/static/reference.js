// The API reference, with a form to try each operation.

import {ask, make, running, safely, told} from './page.js';

export async function reference(place) {
  const operations = [...await ask('operations'), ...await ask('private')];
  const token = make('input', {class: 'grow mono', value: running.trying ?? running.token, 'aria-label': 'access token', id: 'token'});
  const filter = make('input', {class: 'grow', type: 'search', placeholder: 'filter', 'aria-label': 'filter'});
  const cards = operations.map(operation => [operation, card(operation, token)]);
  filter.addEventListener('input', () => {
    for (const [operation, element] of cards) {
      const text = `${operation.id} ${operation.method} ${operation.path} ${operation.summary}`.toLowerCase();
      element.hidden = !text.includes(filter.value.toLowerCase());
    }
  });
  place.append(
    make('div', {class: 'card row'}, make('label', {class: 'grow'}, 'token for trying', token),
      make('label', {class: 'grow'}, 'look for', filter)),
    ...cards.map(([, element]) => element));
}

function card(operation, token) {
  const details = make('details', {class: `card${operation.exists ? '' : ' gone'}`, id: operation.id},
    make('summary', {},
      make('span', {class: `method mono ${operation.method}`}, operation.method),
      make('code', {class: 'grow'}, operation.path),
      make('span', {class: 'soft'}, operation.summary)));
  // Filled when it is opened: most operations never are.
  details.addEventListener('toggle', () => {
    if (details.open && details.children.length === 1) details.append(...body(operation, token));
  });
  return details;
}

function body(operation, token) {
  const facts = [
    operation.exists ? '' : `not in profile ${running.profile}`,
    operation.deprecated ? 'deprecated' : '',
    operation.scopes.length ? `scope ${operation.scopes.join(', ')}` : '',
    operation.credentials.length ? `needs ${operation.credentials.join(' or ')}` : '',
    operation.cursor ? `pages by ${operation.cursor}` : '',
  ].filter(Boolean);
  const fields = operation.parameters.map(parameter => [parameter, field(parameter)]);
  const answer = make('div', {'aria-live': 'polite'});
  const attempt = () => send(operation, fields, token.value, answer);
  const form = make('form', {onsubmit: event => event.preventDefault()},
    make('div', {class: 'fields'}, fields.map(([parameter, input]) => labelled(parameter, input))),
    make('button', {class: 'main', type: 'submit', onclick: safely(attempt)}, 'Try it'), answer);
  return [
    make('p', {}, told(operation.description || operation.summary)),
    make('p', {class: 'row'}, facts.map(fact => make('span', {class: 'tag'}, fact))),
    form,
    make('details', {}, make('summary', {}, 'what an answer looks like'), make('pre', {}, operation.answer)),
  ];
}

function field(parameter) {
  if (parameter.choices.length) {
    const none = parameter.required ? [] : [make('option', {value: ''}, '')];
    return make('select', {name: parameter.name}, none,
      parameter.choices.map(choice => make('option', {value: choice}, choice)));
  }
  const value = {'user-id': 'self', 'tag-name': 'snow', lat: '48.858844', lng: '2.294351', q: 'snow'}[parameter.name];
  if (parameter.type === 'file') return make('input', {name: parameter.name, type: 'file', accept: 'image/jpeg'});
  return make('input', {name: parameter.name, value: parameter.required || parameter.name.startsWith('l') ? value : '',
    placeholder: parameter.default || parameter.type});
}

function labelled(parameter, input) {
  const text = `${parameter.name}${parameter.required ? ' *' : ''}`;
  return make('label', {title: parameter.description}, make('span', {}, make('code', {}, text),
    make('span', {class: 'soft'}, ` ${parameter.in}, ${parameter.type} ${parameter.range}`)), input);
}

async function send(operation, fields, token, answer) {
  let path = operation.path;
  const files = fields.some(([parameter]) => parameter.type === 'file');
  const query = new URLSearchParams(), form = files ? new FormData() : new URLSearchParams();
  const secret = operation.credentials.some(way => way.includes('client_secret'));
  if (secret) {
    query.set('client_id', running.client_id);
    query.set('client_secret', running.client_secret);
  } else if (token && !operation.id.startsWith('private_')) {
    query.set('access_token', token);
  }
  for (const [parameter, input] of fields) {
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(input.value));
    else if (input.files) [...input.files].forEach(file => form.set(parameter.name, file));
    else if (input.value) (parameter.in === 'form' ? form : query).set(parameter.name, input.value);
  }
  const start = performance.now();
  const url = `${path}?${query}`;
  const response = await fetch(url, {method: operation.method, body: operation.method === 'POST' ? form : undefined});
  const text = await response.text();
  const took = Math.round(performance.now() - start);
  const left = response.headers.get('x-ratelimit-remaining');
  answer.replaceChildren(
    make('p', {class: 'row'},
      make('strong', {class: response.ok ? 'good status' : 'bad status'}, `${response.status}`),
      make('span', {class: 'soft'}, `${took} ms${left ? `, ${left} requests left` : ''}`),
      make('code', {class: 'grow'}, `${operation.method} ${path}`)),
    make('pre', {class: 'answer'}, pretty(text)));
}

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
