/* In the demonstration, one press signs in as one of its people. */

const form = document.getElementById("sign-in");

for (const button of document.querySelectorAll("[data-email]")) {
  button.addEventListener("click", () => {
    form.elements.email.value = button.dataset.email;
    form.elements.password.value = button.dataset.password;
    form.requestSubmit();
  });
}
