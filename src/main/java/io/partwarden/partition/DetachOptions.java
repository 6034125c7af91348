package io.partwarden.partition;

import io.partwarden.sql.Identifier;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a table once it is detached.
 *
 * @param keepIndexes false drops its indexes, also those of its primary key and unique constraints
 * @param leavePublication whether it leaves the publications that name it
 * @param moveToSchema null to stay where it is
 */
public record DetachOptions(
        boolean keepIndexes,
        boolean leavePublication,
        @Nullable Identifier moveToSchema) {

    /** It stays as it is. */
    public static final DetachOptions NONE = new DetachOptions(true, false, null);
}
