"use strict";

// Keys are a shortcut: every page works without this file.
(() => {
  const typing = (element) => element.matches("input:not([type=radio]), textarea, select");
  const form = document.querySelector("[data-verdict]");
  const rows = [...document.querySelectorAll("[data-row]")];

  const narrowCodes = (decision) => {
    const select = form.elements.kode;
    for (const group of select.querySelectorAll("optgroup")) {
      group.disabled = decision !== "" && group.dataset.decision !== decision;
    }
    const chosen = select.selectedOptions[0];
    if (chosen && chosen.parentElement.disabled) select.value = "";
  };

  const choose = (radio) => {
    radio.checked = true;
    narrowCodes(radio.value);
    form.elements.kode.focus();
  };

  const step = (by) => {
    const at = rows.indexOf(document.activeElement);
    const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), rows.length - 1);
    rows[to].focus();
    rows[to].scrollIntoView({ block: "nearest" });
  };

  const act = (key) => {
    const wanted = document.querySelector(`[data-key="${key}"]`);
    if (rows.length && (key === "j" || key === "k")) step(key === "j" ? 1 : -1);
    else if (!wanted) return false;
    else if (wanted.type === "radio") choose(wanted);
    else wanted.click();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
      return;
    }
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (/^[a-z]$/.test(event.key) && act(event.key)) event.preventDefault();
  });

  if (form) {
    form.addEventListener("change", (event) => {
      if (event.target.name === "putusan") narrowCodes(event.target.value);
    });
    const checked = form.querySelector("[name=putusan]:checked");
    if (checked) narrowCodes(checked.value);
    form.addEventListener("submit", () => {
      form.querySelector("button").disabled = true;
    });
    window.addEventListener("pageshow", () => {
      form.querySelector("button").disabled = false;
    });
  }
})();
