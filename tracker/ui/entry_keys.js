// The keyboard of the entry form: Enter goes to the next field, a digit chooses a finding, Ctrl+Enter saves.
// Enter in an open list still chooses from it. The script runs anew with every round of the form: what is to happen once
// for the page stands behind `window.entryKeys`, what is to happen each round (the focus) below it.
(() => {
  const box = () => document.querySelector(".st-key-entry");
  const saving = () => box().querySelector("[data-testid='stFormSubmitButton'] button");
  const shown = (e) => e.offsetParent !== null && !e.disabled;
  const stops = () => {
    const all = box().querySelectorAll("input:not([type=file]):not([type=radio]):not([tabindex='-1']), textarea, [role=radiogroup]");
    return [...all].filter(shown);
  };
  const radios = (group) => [...group.querySelectorAll("[role=radio]")];
  const enter = (stop) => {
    if (stop.getAttribute("role") !== "radiogroup") return stop.focus();
    const all = radios(stop);
    (all.find((r) => r.getAttribute("aria-checked") === "true") || all[0]).focus();
  };
  const next = (from) => {
    const all = stops();
    const to = all[all.indexOf(from) + 1];
    if (to) enter(to);
    else if (saving()) saving().focus();
  };
  // The button sleeps while a document is on its way: what was asked meanwhile is done when it wakes, and only once.
  let asked = 0;
  const save = () => {
    clearTimeout(asked);
    const button = box() && saving();
    if (button && button.disabled) asked = setTimeout(save, 100);
    else if (button) button.click();
  };
  const done = (e) => {
    e.preventDefault();
    e.stopPropagation();
  };
  const key = (e) => {
    if (!e.target.closest || !e.target.closest(".st-key-entry")) return;
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) {
      if (!saving()) return;
      done(e);
      e.target.blur(); // a field hands over what was typed when it is left
      setTimeout(save, 50);
      return;
    }
    const group = e.target.closest("[role=radiogroup]");
    if (group && /^[1-9]$/.test(e.key) && radios(group)[e.key - 1]) {
      done(e);
      radios(group)[e.key - 1].click();
      setTimeout(() => next(group), 50);
    } else if (group && e.key === "Enter") {
      setTimeout(() => next(group), 50); // the button's own click chooses first
    } else if (e.key === "Enter" && e.target.tagName === "INPUT" && !choosing(e.target)) {
      done(e);
      next(e.target);
    } else {
      walked = e.key.startsWith("Arrow");
    }
  };
  // A list of several stays open after a choice: Enter with nothing typed and nothing walked to then goes on.
  let walked = false;
  const choosing = (input) => {
    const several = input.closest("[data-testid='stMultiSelect']");
    return input.getAttribute("aria-expanded") === "true" && !(several && input.value === "" && !walked);
  };
  if (!window.entryKeys) {
    window.entryKeys = true;
    document.addEventListener("keydown", key, true);
  }
  // A new page and a saved decision begin at the payer; on a touch screen that would open the keyboard unasked.
  if (window.matchMedia("(pointer: fine)").matches) {
    let tries = 0;
    const begin = () => {
      const first = box() && box().querySelector("input");
      const elsewhere = document.activeElement !== document.body && !(box() && box().contains(document.activeElement));
      if (first && !elsewhere) first.focus({ preventScroll: true });
      else if (!first && ++tries < 60) setTimeout(begin, 100);
    };
    setTimeout(begin, 300);
  }
})();
