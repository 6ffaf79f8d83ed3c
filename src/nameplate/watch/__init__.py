"""The watch: articles and notices become events, events become proposals; a person accepts or rejects them."""
