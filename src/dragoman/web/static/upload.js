// Tells that reading goes on, and keeps a second press from sending the reports twice.
"use strict";
const form = document.querySelector("form.upload");
form?.addEventListener("submit", () => {
  const button = form.querySelector("button");
  button.disabled = true;
  document.getElementById("reading").textContent = "Reading … some seconds; the first time a few more.";
});
window.addEventListener("pageshow", () => {
  const button = form?.querySelector("button");
  if (button) button.disabled = false;
  const told = document.getElementById("reading");
  if (told) told.textContent = "";
});
document.getElementById("problem")?.focus();
