package io.partwarden.maintenance;

import io.partwarden.maintenance.PolicyDocument.RetentionDocument;
import io.partwarden.maintenance.PolicyDocument.SubDocument;
import io.partwarden.maintenance.PolicySettings.DefaultPartition;
import io.partwarden.policy.KeyEncoding;
import io.partwarden.policy.Policy;
import io.partwarden.policy.Retention;
import io.partwarden.policy.Scheme;
import io.partwarden.policy.SubPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a policy means: its document with every default in its place. */
final class EffectivePolicy {

    private final ReadPolicy read;
    private final Instant inForceSince;
    private final boolean hasDefault;

    EffectivePolicy(ReadPolicy read, Instant inForceSince, boolean hasDefault) {
        this.read = read;
        this.inForceSince = inForceSince;
        this.hasDefault = hasDefault;
    }

    PolicyDocument of(PolicyDocument document) {
        PolicySettings settings = read.settings();
        return of(document, read.policy(), new Life(settings, hasDefault));
    }

    /** What only the highest level has. */
    private record Life(PolicySettings settings, boolean hasDefault) {

        String defaultPartition() {
            DefaultPartition said = settings.defaultPartition();
            return word(said == null ? (hasDefault ? DefaultPartition.KEEP : DefaultPartition.NONE) : said);
        }
    }

    private PolicyDocument of(PolicyDocument document, Policy policy, @Nullable Life life) {
        KeyEncoding encoding = policy.scheme() instanceof Scheme.TimePeriods time ? time.encoding() : null;
        return new PolicyDocument(
                document.interval(),
                document.integerStep(),
                document.values(),
                document.modulus(),
                encoding == null ? null : word(encoding.kind()),
                encoding == null || encoding.epoch() == null
                        ? null
                        : encoding.epoch().toString(),
                encoding == null || encoding.kind() != KeyEncoding.Kind.SNOWFLAKE ? null : encoding.shift(),
                encoding == null ? null : encoding.pattern(),
                policy.scheme() instanceof Scheme.TimePeriods time ? time.zone().getId() : null,
                policy.scheme() instanceof Scheme.Periods ? policy.premake() : null,
                start(document, policy),
                policy.names().text(),
                retention(document.retention(), policy.retention()),
                life == null ? document.defaultPartition() : life.defaultPartition(),
                policy.drainRows(),
                document.template(),
                sub(document.sub(), policy.sub()),
                life == null ? null : life.settings().tenants(),
                life == null ? null : life.settings().hooks(),
                life == null ? null : period(life.settings().every()),
                life == null ? null : life.settings().enabled());
    }

    private @Nullable String start(PolicyDocument document, Policy policy) {
        if (document.start() != null || !(policy.scheme() instanceof Scheme.TimePeriods)) {
            return document.start();
        }
        return inForceSince.toString();
    }

    private static @Nullable RetentionDocument retention(
            @Nullable RetentionDocument document, @Nullable Retention retention) {
        if (document == null || retention == null) {
            return null;
        }
        boolean drops =
                retention.action() == Retention.Action.DROP || retention.action() == Retention.Action.ARCHIVE_THEN_DROP;
        return new RetentionDocument(
                document.keep(),
                document.keepLast(),
                word(retention.action()),
                document.schema(),
                retention.leaving().keepIndexes(),
                retention.leaving().leavePublication(),
                drops ? period(retention.grace()) : null,
                retention.minPartitions(),
                retention.maxPerRun());
    }

    private @Nullable SubDocument sub(@Nullable SubDocument document, @Nullable SubPolicy sub) {
        return document == null || sub == null
                ? null
                : new SubDocument(document.strategy(), document.columns(), of(document.policy(), sub.policy(), null));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Whole days as days, as people write them. */
    private static String period(Duration duration) {
        boolean wholeDays = !duration.isZero() && duration.equals(Duration.ofDays(duration.toDays()));
        return wholeDays ? "P" + duration.toDays() + "D" : duration.toString();
    }
}
