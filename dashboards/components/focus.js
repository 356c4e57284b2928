// A form that opens by a key takes the keyboard to its first field, and gives it back to the table when it closes.
const FIELDS = "input:not([type=hidden]), textarea";
const EVERY_MS = 50;
const STEADY = 6; // the dialog takes the focus for itself at some moment of its opening: ours must hold after that
const LOOKS = 40;

export default function ({ parentElement }) {
  const dialog = parentElement.host.closest('[role="dialog"]');
  let held = 0;
  let looks = 0;
  const timer = setInterval(() => {
    const field = dialog?.querySelector(FIELDS);
    const inside = document.activeElement !== dialog && dialog?.contains(document.activeElement);
    if (!inside) field?.focus();
    held = inside ? held + 1 : 0;
    looks += 1;
    if (held === STEADY || looks === LOOKS) clearInterval(timer);
  }, EVERY_MS);
  return () => {
    clearInterval(timer);
    setTimeout(() => document.dispatchEvent(new Event("tieout-back")), 3 * EVERY_MS);
  };
}
