// One media with its comments, to like and to comment: all of it through the API, as whoever was chosen.

import {button, make, many, moment, running, safely} from './page.js';

/** Show a media; `changed` is told what became of it when something was done. */
export async function show(entry, changed) {
  const dialog = make('dialog', {class: 'card', id: 'shown'});
  const refresh = async () => {
    const [media, comments] = await Promise.all([
      api('GET', `/media/${entry.id}`), api('GET', `/media/${entry.id}/comments`)]);
    dialog.replaceChildren(...parts(entry, media, comments, act, dialog));
    return media;
  };
  const act = async (method, path, form) => {
    await api(method, `/media/${entry.id}/${path}`, form);
    changed(await refresh());
  };
  await refresh();
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function parts(entry, media, comments, act, dialog) {
  const text = make('input', {class: 'grow', placeholder: 'a comment', 'aria-label': 'comment'});
  const liked = media.user_has_liked;
  return [
    make('div', {class: 'row whole'}, make('strong', {class: 'grow'}, media.user.username),
      button('close', () => dialog.close())),
    make('img', {src: entry.large, alt: entry.caption || entry.kind}),
    make('p', {}, entry.caption),
    make('p', {class: 'soft small'}, `${many(media.likes.count, 'like')}, ${moment(entry.created).slice(0, 16)} `,
      make('code', {}, entry.id)),
    make('div', {class: 'row'},
      make('span', {class: 'soft grow'}, `as ${running.person ?? running.username}`),
      button(liked ? 'unlike' : 'like', () => act(liked ? 'DELETE' : 'POST', 'likes'), liked ? '' : 'main')),
    make('ul', {class: 'comments'}, comments.map(comment =>
      make('li', {}, make('strong', {}, comment.from.username), ` ${comment.text}`))),
    make('form', {class: 'row whole', onsubmit: safely(async event => {
      event.preventDefault();
      await act('POST', 'comments', {text: text.value});
    })}, text, make('button', {type: 'submit'}, 'comment')),
  ];
}

/** Ask the API; what it refuses is said in its own words. */
async function api(method, path, form) {
  const query = new URLSearchParams({access_token: running.trying ?? running.token});
  const body = form && new URLSearchParams(form);
  const answer = await (await fetch(`/v1${path}?${query}`, {method, body})).json();
  const meta = answer.meta ?? answer;
  if (meta.code !== 200) throw new Error(`${meta.error_type}: ${meta.error_message}`);
  return answer.data;
}
