// The proposal changes in place. An answer that is another page, such as the sign-in, is gone to instead.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.responseText.includes('id="table"')) return;
  detail.shouldSwap = false;
  location.assign(detail.xhr.responseURL);
});
