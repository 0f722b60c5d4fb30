// Storage of the tab: another tab of the same browser may be another person. What was kept is told once a load, before it is
// written over; from then on Python knows better.
const NAME = "parcours.person";

export default function keep({ data, setStateValue }) {
  const before = window.parcoursPersonTold ? null : read();
  window.parcoursPersonTold = true;
  if (before && before !== data.person) setStateValue("before", before);
  else write(data.person);
}

function read() {
  try { return sessionStorage.getItem(NAME); } catch { return null; } // storage may be forbidden
}

function write(person) {
  try { sessionStorage.setItem(NAME, person); } catch { /* then a reload begins with the first person */ }
}
