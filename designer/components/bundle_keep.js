// Keeps a component's bundle in the page. Mounted with the bundle as its data, which never changes, so that
// streamlit sends it once and afterwards only its hash.
export default function keep({ data }) {
  const shelf = (globalThis.parcoursBundles ??= new Map());
  const place = shelf.get(data.name) ?? deferred();
  shelf.set(data.name, place);
  if (place.digest === data.digest) return;
  place.digest = data.digest;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(data.css);
  const address = URL.createObjectURL(new Blob([data.js], { type: "text/javascript" }));
  import(address).then((module) => place.resolve({ mount: module.default, sheet }), place.reject);
}

function deferred() {
  const place = {};
  place.promise = new Promise((resolve, reject) => Object.assign(place, { resolve, reject }));
  return place;
}
