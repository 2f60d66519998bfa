// The path of a value in the plain value of a document. It has its own file so that the readers of documents and the
// reports of problems need not import each other.

/** The keys and indices that lead to a value, from the outermost on. */
export type Path = readonly PropertyKey[];
