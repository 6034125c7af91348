package io.partwarden.table;

import io.partwarden.sql.QualifiedName;

/** A partition that has left its table; {@code dropped} says whether its own table is gone too. */
public record RemovedPartition(RelationId id, QualifiedName name, boolean dropped) {}
