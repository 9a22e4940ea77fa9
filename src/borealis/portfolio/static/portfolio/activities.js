// Small comforts for recording. The pages work without them.

// One more, one less.
for (const stepper of document.querySelectorAll("[data-stepper]")) {
  const number = stepper.querySelector("input");
  for (const button of stepper.querySelectorAll("[data-step]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const next = (Number(number.value) || 0) + Number(button.dataset.step);
      number.value = Math.min(Math.max(next, Number(number.min)), Number(number.max));
    });
  }
}

// A file that is too large is told before it is sent.
for (const file of document.querySelectorAll("input[type=file][data-longest]")) {
  const told = file.form.querySelector("[data-too-long]");
  const tooLong = () => [...file.files].some((one) => one.size > Number(file.dataset.longest));
  file.addEventListener("change", () => {
    told.hidden = !tooLong();
  });
  file.form.addEventListener("submit", (event) => {
    if (!tooLong()) return;
    event.preventDefault();
    told.hidden = false;
    file.focus();
  });
}
