/* What browsers cannot do alone. Every page works without this file. */

const all = (selector, root = document) => root.querySelectorAll(selector);

/* Saved, saving, not saved: said in words, truthfully. */
class SaveStatus extends HTMLElement {
  say(state, words) {
    for (const each of ["idle", "saving", "saved", "failed"]) this.classList.toggle(`is-${each}`, each === state);
    this.querySelector(".save-status-words").textContent = words;
  }
  saving() {
    this.say("saving", this.dataset.saving);
  }
  saved(when = "") {
    this.say("saved", [this.dataset.saved, when].filter(Boolean).join(" "));
  }
  failed(why = "") {
    this.say("failed", [this.dataset.failed, why].filter(Boolean).join(" – "));
  }
}

/* A file may be dropped on the frame around a file input; what was chosen is said. */
class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.words = this.querySelector(".file-drop-words");
    if (!this.input || !this.words) return;
    this.words.textContent = this.dataset.words;
    this.input.addEventListener("change", () => this.tell());
    this.addEventListener("dragover", (event) => {
      event.preventDefault();
      this.classList.add("is-over");
    });
    this.addEventListener("dragleave", () => this.classList.remove("is-over"));
    this.addEventListener("drop", (event) => {
      event.preventDefault();
      this.classList.remove("is-over");
      if (!event.dataTransfer.files.length || this.input.disabled) return;
      this.input.files = event.dataTransfer.files;
      this.input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }
  tell() {
    const files = [...this.input.files].map((file) => `${file.name} (${size(file.size)})`);
    this.words.textContent = files.length ? `${this.dataset.chosen} ${files.join(", ")}` : this.dataset.words;
  }
}

function size(bytes) {
  const language = document.documentElement.lang;
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "kB"] : [bytes / 1e6, "MB"];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)} ${unit}`;
}

customElements.define("save-status", SaveStatus);
customElements.define("file-drop", FileDrop);

/* Characters left, under fields that count. */
function count(line) {
  const field = document.getElementById(line.dataset.counts);
  if (!field || line.dataset.on) return;
  line.dataset.on = "yes";
  const most = Number(field.getAttribute("maxlength"));
  field.removeAttribute("maxlength");
  const tell = () => {
    const left = most - [...field.value.replaceAll("\r\n", "\n")].length;
    line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace("{n}", Math.abs(left));
    line.classList.toggle("is-over", left < 0);
  };
  field.addEventListener("input", tell);
  tell();
}

/* A form with data-guard asks before it is left with unsaved changes. */
function guard(form) {
  if (form.dataset.on) return;
  form.dataset.on = "yes";
  let changed = Boolean(form.querySelector("[data-error-summary]"));
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  window.addEventListener("beforeunload", (event) => {
    if (changed && form.isConnected) event.preventDefault();
  });
}

function wake(root) {
  all("[data-counts]", root).forEach(count);
  all("form[data-guard]", root).forEach(guard);
  root.querySelector("[data-error-summary]")?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-dialog]");
  const dialog = opener && document.getElementById(opener.dataset.dialog);
  if (dialog?.showModal && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    dialog.showModal();
  }
  const closer = event.target.closest("[data-dialog-close]");
  if (closer?.closest("dialog[open]")) {
    event.preventDefault();
    closer.closest("dialog").close();
  }
  if (event.target.matches("dialog[open]")) event.target.close();
  for (const menu of all("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    for (const menu of all("details.menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    return;
  }
  if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select, textarea, [contenteditable]")) return;
  const row = event.target.closest(ROWS);
  const isLetter = event.key.length === 1;
  if (isLetter && !lettersAreOn()) return;
  const own = row?.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  const opened = document.querySelector("dialog[open]");
  if (own) {
    event.preventDefault();
    own.click();
  } else if (event.key === "?" && !opened) {
    document.getElementById("keys")?.showModal();
  } else if (event.key === "/" && !opened && document.getElementById("jump")?.offsetParent) {
    event.preventDefault();
    document.getElementById("jump").focus();
  } else {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    if (step) move(event, row, step);
  }
});

/* From row to row of a table or a queue; j begins at the first one. */
const ROWS = "[data-rows] :is(tbody tr, .queue-line)";
const ROW_LINKS = ":is([data-rows] tbody th[scope=row] a[href], [data-rows] .queue-link)";

function move(event, row, step) {
  const links = [...all(ROW_LINKS, row?.closest("[data-rows]") ?? document)];
  const begins = event.key === "j" && (event.target === document.body || event.target.id === "content");
  const next = row ? links[links.indexOf(row.querySelector(ROW_LINKS)) + step] : begins && links[0];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/* Single letters can be turned off on this device: whoever speaks to the machine needs that. */
function lettersAreOn() {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
}

for (const each of all("[data-keys-switch]")) {
  each.closest("[hidden]").hidden = false;
  each.checked = lettersAreOn();
  each.addEventListener("change", () => {
    try {
      localStorage.setItem("keys", each.checked ? "on" : "off");
    } catch {
      each.checked = true;
    }
  });
}

wake(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body) wake(event.target);
});
