package io.partwarden.maintenance;

import io.partwarden.maintenance.PolicyDocument.RetentionDocument;
import io.partwarden.maintenance.PolicyDocument.SubDocument;
import io.partwarden.partition.DefinitionRefusedException.Violation;
import io.partwarden.policy.PolicySpec;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Between a document and the specification that {@code policy} checks. */
final class PolicySpecs {

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
    private static final String SUB = "sub.";
    private static final String SUB_KEY = "sub.partition_by.";

    private PolicySpecs() {}

    static PolicySpec of(PolicyDocument document) {
        return new PolicySpec(
                new PolicySpec.Division(
                        document.interval(),
                        step(document.integerStep()),
                        document.values(),
                        document.modulus(),
                        document.timeZone()),
                new PolicySpec.Encoding(
                        document.keyEncoding(), document.keyEpoch(), document.keyShift(), document.keyPattern()),
                new PolicySpec.Horizon(document.premake(), document.start()),
                document.nameTemplate(),
                retiring(document.retention()),
                new PolicySpec.Overflow(document.defaultPartition(), document.drainRows()),
                sub(document.sub()));
    }

    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    /** In the fields of the document, which keeps the next level's policy apart from its key. */
    static Violation ofDocument(Violation violation) {
        return new Violation(field(violation.field()), violation.code(), violation.message());
    }

    private static String field(String field) {
        if (field.startsWith(SUB_KEY)) {
            return SUB + field.substring(SUB_KEY.length());
        }
        return field.startsWith(SUB) ? SUB + "policy." + field(field.substring(SUB.length())) : field;
    }

    /** What is no number is refused elsewhere, and must not hide what else is wrong. */
    private static @Nullable BigDecimal step(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return isNumber(text) ? new BigDecimal(text) : BigDecimal.ONE;
    }

    private static PolicySpec.@Nullable Retiring retiring(@Nullable RetentionDocument retention) {
        return retention == null
                ? null
                : new PolicySpec.Retiring(
                        retention.keep(),
                        retention.keepLast(),
                        retention.action(),
                        new PolicySpec.Leaving(
                                retention.schema(), retention.keepIndexes(), retention.leavePublication()),
                        retention.grace(),
                        retention.minPartitions(),
                        retention.maxPerRun());
    }

    private static PolicySpec.@Nullable Sub sub(@Nullable SubDocument sub) {
        return sub == null ? null : new PolicySpec.Sub(sub.strategy(), sub.columns(), of(sub.policy()));
    }
}
