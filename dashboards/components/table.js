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

function lineNode(line, data, pick) {
  const row = element("tr", line.style);
  line.cells.forEach((cell, index) => row.append(cellNode(cell, data.columns[index], index === 0)));
  if (!line.id) return row;
  row.classList.add("pickable");
  row.dataset.id = line.id;
  const heading = row.firstElementChild;
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

function showPicked(frame) {
  const row = frame.querySelector("tr.picked");
  if (row && row.offsetTop > frame.clientHeight - row.offsetHeight) frame.scrollTop = row.offsetTop - frame.clientHeight / 2;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const frame = parentElement.querySelector(".frame");
  const scrolled = frame.scrollTop;
  const focused = parentElement.activeElement?.closest("tr")?.dataset.id;
  const table = element("table");
  table.append(element("caption", "", data.caption));
  const head = element("tr");
  for (const column of data.columns) {
    const heading = element("th", column.kind, column.label);
    heading.scope = "col";
    head.append(heading);
  }
  const thead = element("thead");
  thead.append(head);
  const body = element("tbody");
  for (const line of data.lines) body.append(lineNode(line, data, (id) => setTriggerValue("pick", id)));
  table.append(thead, body);
  frame.replaceChildren(table);
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", data.caption);
  frame.tabIndex = 0;
  frame.style.maxHeight = data.height;
  frame.scrollTop = scrolled;
  if (!frame.dataset.drawn) showPicked(frame);
  frame.dataset.drawn = "yes";
  if (focused) frame.querySelector(`tr[data-id="${CSS.escape(focused)}"] button`)?.focus();
}
