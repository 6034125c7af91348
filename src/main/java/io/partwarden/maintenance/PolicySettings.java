package io.partwarden.maintenance;

import io.partwarden.maintenance.PolicyDocument.HookDocument;
import io.partwarden.maintenance.PolicyDocument.TemplateDocument;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says beside which partitions there are to be.
 *
 * @param every at least so often the table is looked at
 * @param enabled false for a policy that is only kept
 * @param defaultPartition null where the document leaves it to what the table has
 * @param template null for partitions just as the parent hands down
 * @param tenants whether the first key column tells tenants apart
 */
public record PolicySettings(
        Duration every,
        boolean enabled,
        @Nullable DefaultPartition defaultPartition,
        @Nullable TemplateDocument template,
        List<HookDocument> hooks,
        boolean tenants) {

    public static final Duration DEFAULT_EVERY = Duration.ofHours(1);

    /** Whether the table is meant to have a default partition; neither is ever made or taken away for it. */
    public enum DefaultPartition {
        NONE,
        KEEP
    }

    public PolicySettings {
        hooks = List.copyOf(hooks);
    }
}
