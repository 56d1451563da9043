/* Caches the page, never a letter. */
