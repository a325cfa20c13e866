// What all parts of the console share. Everything that comes from the world is put in as text, never as markup.

const guard = document.querySelector('meta[name=guard]').content;

/** Make an element: tag, attributes (on… are listeners), children (texts or elements). */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  fill(element, attributes);
  element.append(...children.flat().filter(child => child !== null && child !== undefined));
  return element;
}

/** The same for the elements of a drawing. */
export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  fill(element, attributes);
  element.append(...children);
  return element;
}

function fill(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
}

/** Ask the console for data. */
export async function ask(name, query = {}) {
  const wanted = Object.entries(query).filter(([, value]) => value);
  return read(await fetch(`/console/${name}?${new URLSearchParams(wanted)}`));
}

/** Change something. */
export async function change(name, values = {}) {
  const body = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== undefined));
  return read(await fetch(`/console/${name}`, {method: 'POST', headers: {'X-Console': guard}, body}));
}

async function read(response) {
  const data = await response.json();
  if (!response.ok) throw new Error(data.error);
  return data;
}

/** Show a passing remark; errors too. */
export function say(text) {
  document.getElementById('note')?.remove();
  const note = make('div', {id: 'note', role: 'alert'}, String(text));
  document.body.append(note);
  setTimeout(() => note.remove(), 5000);
}

/** Let a listener's failure be seen instead of lost. */
export function safely(action) {
  return async event => {
    try {
      await action(event);
    } catch (error) {
      say(error.message);
    }
  };
}

/** A text of the specification, in which `…` is code. */
export function told(text) {
  return text.split('`').map((part, index) => index % 2 ? make('code', {}, part) : part);
}

/** A button. */
export function button(text, action, kind = '') {
  return make('button', {type: 'button', class: kind, onclick: safely(action)}, text);
}

/** A text that can be copied. */
export function copied(text) {
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    say('copied');
  };
  return make('span', {class: 'row whole'}, make('code', {class: 'grow'}, text), button('copy', copy));
}

/** A number of things. */
export function many(number, thing) {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}

/** The time of the emulated world. */
export function moment(seconds) {
  return new Date(seconds * 1000).toISOString().replace('T', ' ').slice(0, 19);
}

/** What is running: fetched once, changed by the parts that change it. */
export const running = {};
