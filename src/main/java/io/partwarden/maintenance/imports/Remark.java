package io.partwarden.maintenance.imports;

import org.jspecify.annotations.Nullable;

/**
 * Something about an imported table that its owner should know.
 *
 * @param setting the other tool's own word for it; null where it has none
 * @param means what it does there, or what is different here
 * @param todo what to do about it
 */
public record Remark(@Nullable String setting, String code, String means, String todo) {}
