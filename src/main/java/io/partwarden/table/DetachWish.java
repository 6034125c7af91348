package io.partwarden.table;

import io.partwarden.partition.DetachOptions;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a table once it is detached.
 *
 * @param intention null if it is detached to stay
 */
public record DetachWish(DetachOptions options, @Nullable DropIntention intention) {}
