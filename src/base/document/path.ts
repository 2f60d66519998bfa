// Where a value is in the plain value of a document. Nothing else lives here, so that whoever reads documents and
// whoever tells of problems in them need not know each other.

/** The keys and indices that lead to a value, from the outermost on. */
export type Path = readonly PropertyKey[];
