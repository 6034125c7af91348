package io.partwarden.maintenance.fleet;

import io.partwarden.shared.Problem;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which findings are asked for; null for any. */
record FindingFilter(
        @Nullable Severity severity,
        @Nullable String table,
        @Nullable FindingKind kind) {

    static FindingFilter of(@Nullable String severity, @Nullable String table, @Nullable String kind) {
        return new FindingFilter(
                severity == null ? null : one("severity", Severity.values(), Severity::text, severity),
                table,
                kind == null ? null : one("kind", FindingKind.values(), FindingKind::text, kind));
    }

    boolean takes(FleetFinding finding) {
        return (severity == null || severity == finding.severity())
                && (kind == null || kind == finding.kind())
                && (table == null
                        || table.equals(finding.subject().schema() + "."
                                + finding.subject().table()));
    }

    private static <T> T one(String field, T[] all, Function<T, String> text, String wanted) {
        return Arrays.stream(all)
                .filter(value -> text.apply(value).equals(wanted))
                .findFirst()
                .orElseThrow(() -> Problem.invalid(
                        field,
                        "invalid",
                        "One of " + Arrays.stream(all).map(text).collect(Collectors.joining(", ")) + "."));
    }
}
