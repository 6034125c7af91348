package io.partwarden.policy;

import io.partwarden.partition.PartitionKey;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A policy's document in the making. */
final class Spec {

    static final Instant IN_FORCE = Instant.parse("2026-11-21T18:00:00Z");

    private PolicySpec spec = new PolicySpec(
            new PolicySpec.Division(null, null, null, null, null),
            PolicySpec.Encoding.NONE,
            PolicySpec.Horizon.DEFAULT,
            null,
            null,
            PolicySpec.Overflow.DEFAULT,
            null);

    private Spec() {}

    static Spec empty() {
        return new Spec();
    }

    static Spec every(String interval) {
        return new Spec().division(interval, null, null, null, null);
    }

    static Spec every(String interval, String zone) {
        return new Spec().division(interval, null, null, null, zone);
    }

    static Spec step(String width) {
        return new Spec().division(null, width, null, null, null);
    }

    static Spec values(@Nullable String... values) {
        return new Spec().division(null, null, java.util.Arrays.asList(values), null, null);
    }

    static Spec modulus(int modulus) {
        return new Spec().division(null, null, null, modulus, null);
    }

    Spec division(
            @Nullable String interval,
            @Nullable String step,
            @Nullable List<@Nullable String> values,
            @Nullable Integer modulus,
            @Nullable String zone) {
        BigDecimal width = step == null ? null : new BigDecimal(step);
        return with(
                new PolicySpec.Division(interval, width, values, modulus, zone),
                spec.encoding(),
                spec.horizon(),
                spec.retention());
    }

    Spec encoding(String name) {
        return encoding(name, null, null, null);
    }

    Spec encoding(@Nullable String name, @Nullable String epoch, @Nullable Integer shift, @Nullable String pattern) {
        return with(
                spec.division(),
                new PolicySpec.Encoding(name, epoch, shift, pattern),
                spec.horizon(),
                spec.retention());
    }

    Spec premake(@Nullable Integer premake) {
        return with(
                spec.division(),
                spec.encoding(),
                new PolicySpec.Horizon(premake, spec.horizon().start()),
                spec.retention());
    }

    Spec start(@Nullable String start) {
        return with(
                spec.division(),
                spec.encoding(),
                new PolicySpec.Horizon(spec.horizon().premake(), start),
                spec.retention());
    }

    Spec keep(@Nullable String keep, @Nullable Integer keepLast) {
        return retention(new PolicySpec.Retiring(keep, keepLast, null, PolicySpec.Leaving.DEFAULT, null, null, null));
    }

    Spec retention(PolicySpec.@Nullable Retiring retention) {
        return with(spec.division(), spec.encoding(), spec.horizon(), retention);
    }

    Spec names(@Nullable String template) {
        spec = new PolicySpec(
                spec.division(),
                spec.encoding(),
                spec.horizon(),
                template,
                spec.retention(),
                spec.overflow(),
                spec.sub());
        return this;
    }

    Spec overflow(@Nullable String defaultPartition, @Nullable Long drainRows) {
        spec = new PolicySpec(
                spec.division(),
                spec.encoding(),
                spec.horizon(),
                spec.nameTemplate(),
                spec.retention(),
                new PolicySpec.Overflow(defaultPartition, drainRows),
                spec.sub());
        return this;
    }

    Spec sub(@Nullable String strategy, List<String> columns, Spec policy) {
        spec = new PolicySpec(
                spec.division(),
                spec.encoding(),
                spec.horizon(),
                spec.nameTemplate(),
                spec.retention(),
                spec.overflow(),
                new PolicySpec.Sub(strategy, columns, policy.spec));
        return this;
    }

    private Spec with(
            PolicySpec.Division division,
            PolicySpec.Encoding encoding,
            PolicySpec.Horizon horizon,
            PolicySpec.@Nullable Retiring retention) {
        spec = new PolicySpec(division, encoding, horizon, spec.nameTemplate(), retention, spec.overflow(), spec.sub());
        return this;
    }

    CheckedPolicy check(PartitionKey key) {
        return check(new PolicySubject(key, key.columns(), false));
    }

    CheckedPolicy checkAt(Instant inForce, PartitionKey key) {
        return PolicyCheck.of(spec, new PolicySubject(key, key.columns(), false), inForce);
    }

    CheckedPolicy check(PolicySubject subject) {
        return PolicyCheck.of(spec, subject, IN_FORCE);
    }
}
