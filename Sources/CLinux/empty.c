/* The package manager wants a source file; everything stands in the header. */
