package io.partwarden.security;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The targets, sources and providers that a caller is limited to; null is no limit, an empty set is none at all. */
public record Limits(
        @Nullable Set<String> targets,
        @Nullable Set<String> sources,
        @Nullable Set<String> providers) {

    public static final Limits NONE = new Limits(null, null, null);

    public Limits {
        targets = targets == null ? null : Set.copyOf(targets);
        sources = sources == null ? null : Set.copyOf(sources);
        providers = providers == null ? null : Set.copyOf(providers);
    }
}
