// Where this browser can use passkeys, shows what needs them; when one is refused, says so in a sentence.
if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-needs-passkey]").forEach((element) => (element.hidden = false));
  document.querySelectorAll("[data-without-passkey]").forEach((element) => (element.hidden = true));
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const refused = document.getElementById("passkey-refused");
  refused.hidden = true;
  requestAnimationFrame(() => (refused.hidden = false));
});
