// Builds the table from data with textContent only: nothing that came from a statement file is ever parsed as HTML.
const MINUS = "\u2212";

function element(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function cellNode(cell, column, isRowHeading) {
  const node = element(isRowHeading ? "th" : "td", column.kind);
  if (isRowHeading) node.scope = "row";
  if (cell.tone) {
    node.append(element("span", `badge ${cell.tone}`, cell.text));
  } else {
    node.textContent = cell.text;
    if (column.kind === "figure" && cell.text.startsWith(MINUS)) node.classList.add("negative");
  }
  return node;
}

// What is ticked here is the truth until the page has heard of it: `seq` numbers what was sent, and older answers are passed over.
class Ticks {
  constructor(frame, send) {
    this.frame = frame;
    this.send = send;
    this.seq = 0;
    this.ids = new Set();
  }

  hear(ticks) {
    if (ticks.seq >= this.seq) this.ids = new Set(ticks.ids);
    this.seq = Math.max(this.seq, ticks.seq);
  }

  set(ids, on) {
    for (const id of ids) {
      if (on) this.ids.add(id);
      else this.ids.delete(id);
    }
    this.seq += 1;
    this.show();
    this.send({ seq: this.seq, ids: [...this.ids] });
  }

  show() {
    const boxes = [...this.frame.querySelectorAll("tbody input.tick")];
    for (const box of boxes) {
      box.checked = this.ids.has(box.value);
      box.closest("tr").classList.toggle("ticked", box.checked);
    }
    const all = this.frame.querySelector("thead input.tick");
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count > 0 && count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
  }

  box(label, value) {
    const box = element("input", "tick");
    box.type = "checkbox";
    box.tabIndex = -1;
    box.value = value;
    box.setAttribute("aria-label", label);
    return box;
  }

  rowCell(id, name) {
    const cell = element("td", "ticks");
    const box = this.box(`Select ${name}`, id);
    cell.append(box);
    cell.addEventListener("click", (event) => {
      event.stopPropagation();
      cell.parentElement.querySelector("button.pick").focus(); // in a box, letters would not act
      this.set([id], event.target === box ? box.checked : !box.checked);
    });
    return cell;
  }

  headCell(ids) {
    const cell = element("th", "ticks");
    const box = this.box("Select all on this page", "");
    box.tabIndex = 0;
    box.addEventListener("change", () => {
      this.frame.focus();
      this.set(ids, box.checked);
    });
    cell.append(box);
    return cell;
  }
}

function lineNode(line, data, ticks, pick) {
  const row = element("tr", line.style);
  if (data.ticks) row.append(line.id ? ticks.rowCell(line.id, line.cells[0].text) : element("td"));
  line.cells.forEach((cell, index) => row.append(cellNode(cell, data.columns[index], index === 0)));
  if (!line.id) return row;
  row.classList.add("pickable");
  row.dataset.id = line.id;
  const heading = row.querySelector("th");
  const button = element("button", "pick");
  button.type = "button";
  button.append(...heading.childNodes);
  heading.append(button);
  if (line.id === data.picked) {
    row.classList.add("picked");
    button.setAttribute("aria-current", "true");
  }
  row.addEventListener("click", () => {
    if (!String(document.getSelection())) pick(line.id);
  });
  return row;
}

function headNode(data, ticks) {
  const row = element("tr");
  if (data.ticks) row.append(ticks.headCell(data.lines.map((line) => line.id).filter(Boolean)));
  for (const column of data.columns) {
    const heading = element("th", column.kind, column.label);
    heading.scope = "col";
    row.append(heading);
  }
  const thead = element("thead");
  thead.append(row);
  return thead;
}

function showPicked(frame) {
  const row = frame.querySelector("tr.picked");
  if (row && row.offsetTop > frame.clientHeight - row.offsetHeight) frame.scrollTop = row.offsetTop - frame.clientHeight / 2;
}

// The row that was left, or what stands in its place now.
function focusRow(frame, id, at) {
  const rows = [...frame.querySelectorAll("tr.pickable")];
  const row = rows.find((one) => one.dataset.id === id) ?? rows[Math.min(at, rows.length - 1)];
  row?.querySelector("button.pick").focus();
}

// Arrows move from row to row, with Shift they tick on the way; the space bar ticks; Enter, on the row's own button, opens.
function handleKey(event, frame, ticks) {
  const rows = [...frame.querySelectorAll("tr.pickable")];
  const at = rows.indexOf(event.target.closest("tr"));
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 };
  const tickable = Boolean(frame.querySelector("input.tick"));
  if (event.key in steps && rows.length) {
    const next = rows[Math.min(Math.max(steps[event.key], 0), rows.length - 1)];
    if (tickable && event.shiftKey) ticks.set([rows[at]?.dataset.id, next.dataset.id].filter(Boolean), true);
    next.querySelector("button.pick").focus();
  } else if (tickable && event.key === " " && at >= 0) {
    ticks.set([rows[at].dataset.id], !ticks.ids.has(rows[at].dataset.id));
  } else if (tickable && event.key === "a" && (event.ctrlKey || event.metaKey)) {
    ticks.set(rows.map((row) => row.dataset.id), true);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

export default function ({ parentElement, data, setTriggerValue, setStateValue }) {
  const frame = parentElement.querySelector(".frame");
  const scrolled = frame.scrollTop;
  const focused = parentElement.activeElement?.closest("tr")?.dataset.id;
  frame.ticks ??= new Ticks(frame, (value) => setStateValue("ticked", value));
  const ticks = frame.ticks;
  if (data.ticks) ticks.hear(data.ticks);
  const table = element("table");
  const body = element("tbody");
  for (const line of data.lines) body.append(lineNode(line, data, ticks, (id) => setTriggerValue("pick", id)));
  table.append(element("caption", "", data.caption), headNode(data, ticks), body);
  frame.replaceChildren(table);
  if (data.ticks) ticks.show();
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", data.caption);
  frame.tabIndex = 0;
  frame.style.maxHeight = data.height;
  frame.scrollTop = scrolled;
  frame.onkeydown = (event) => handleKey(event, frame, ticks);
  frame.onkeyup = (event) => event.key === " " && event.preventDefault();
  if (!frame.dataset.drawn) showPicked(frame);
  frame.dataset.drawn = "yes";
  if (focused) focusRow(frame, focused, 0);
  const remember = (event) => {
    const row = event.target.closest("tr.pickable");
    if (row) frame.left = { id: row.dataset.id, at: row.sectionRowIndex };
  };
  const back = () => frame.left && focusRow(frame, frame.left.id, frame.left.at);
  frame.addEventListener("focusin", remember);
  document.addEventListener("tieout-back", back);
  return () => {
    frame.removeEventListener("focusin", remember);
    document.removeEventListener("tieout-back", back);
  };
}
