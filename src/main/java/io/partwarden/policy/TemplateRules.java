package io.partwarden.policy;

import io.partwarden.policy.NameTemplate.Part;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a template can name a policy's partitions, and tell them apart without a hash. */
final class TemplateRules {

    private static final int LOOKED_AT = 60;

    private final PolicyFindings findings;
    private final PolicySubject subject;
    private final Scheme scheme;

    TemplateRules(PolicyFindings findings, PolicySubject subject, Scheme scheme) {
        this.findings = findings;
        this.subject = subject;
        this.scheme = scheme;
    }

    /** The default one where none is given, also where what was given was refused. */
    NameTemplate read(@Nullable String text, Instant inForce) {
        NameTemplate otherwise = otherwise();
        if (text == null) {
            return otherwise;
        }
        NameTemplate template = new NameTemplate(text);
        Optional<List<Part>> parts = template.parts();
        if (text.isBlank()
                || text.length() > NameTemplate.MAX_LENGTH
                || text.codePoints().anyMatch(Character::isISOControl)
                || parts.isEmpty()) {
            refuse(
                    "invalid",
                    "A template is text with fields such as " + otherwise.text() + ", at most "
                            + NameTemplate.MAX_LENGTH + " characters.");
            return otherwise;
        }
        boolean good = true;
        for (Part part : parts.get()) {
            good &= !part.field() || isKnown(part);
        }
        if (good) {
            warn(parts.get(), inForce);
        }
        return good ? template : otherwise;
    }

    private NameTemplate otherwise() {
        if (scheme instanceof Scheme.EachValue) {
            return NameTemplate.VALUE_DEFAULT;
        }
        if (scheme instanceof Scheme.EveryRemainder) {
            return NameTemplate.REMAINDER_DEFAULT;
        }
        return subject.periodsAfterTenant() ? NameTemplate.TENANT_DEFAULT : NameTemplate.DEFAULT;
    }

    private Set<String> fields() {
        if (scheme instanceof Scheme.EachValue) {
            return Set.of("table", "value");
        }
        if (scheme instanceof Scheme.EveryRemainder) {
            return Set.of("table", "remainder");
        }
        return subject.periodsAfterTenant() ? Set.of("table", "from", "to", "tenant") : Set.of("table", "from", "to");
    }

    private boolean isKnown(Part part) {
        if (!fields().contains(part.word())) {
            refuse(
                    "unknown-field",
                    "There is nothing to put for {" + part.word() + "} here; fields are "
                            + String.join(", ", fields().stream().sorted().toList()) + ".");
            return false;
        }
        String pattern = part.pattern();
        if (pattern == null) {
            return true;
        }
        boolean time = scheme instanceof Scheme.TimePeriods && (part.is("from") || part.is("to"));
        if (!time || !isPattern(pattern)) {
            refuse(
                    "pattern",
                    time
                            ? "Letters such as yyyy, MM, dd and HH stand for a time's parts; " + pattern
                                    + " is no such pattern."
                            : "Only a time has a pattern; leave it out.");
            return false;
        }
        return true;
    }

    private static boolean isPattern(String pattern) {
        try {
            return !PeriodText.formatter(pattern)
                    .format(LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC))
                    .isEmpty();
        } catch (DateTimeException | IllegalArgumentException e) {
            return false;
        }
    }

    private void warn(List<Part> parts, Instant inForce) {
        boolean distinct = switch (subject.key().strategy()) {
            case RANGE -> distinctPeriods(parts, inForce);
            case LIST -> parts.stream().anyMatch(p -> p.is("value"));
            case HASH -> parts.stream().anyMatch(p -> p.is("remainder"));
        };
        if (!distinct) {
            findings.warn(
                    "names-not-distinct",
                    "The template gives several partitions the same name; all but the first then get a hash in it.");
        }
    }

    private boolean distinctPeriods(List<Part> parts, Instant inForce) {
        boolean tenant = !subject.periodsAfterTenant() || parts.stream().anyMatch(p -> p.is("tenant"));
        List<Part> borders =
                parts.stream().filter(p -> p.is("from") || p.is("to")).toList();
        if (!tenant || borders.isEmpty()) {
            return false;
        }
        Scheme.Periods periods = (Scheme.Periods) scheme;
        Lane lane = new Lane(periods, periods.line(subject.column().orElseThrow()), List.of(), 0, List.of());
        Grid grid = lane.grid();
        PeriodText text = new PeriodText(lane);
        long first = lane.line().placeOf(inForce).map(grid::period).orElse(0L);
        Set<String> seen = new HashSet<>();
        for (long n = first; n < first + LOOKED_AT; n++) {
            long period = n;
            seen.add(String.join(
                    " ",
                    borders.stream()
                            .map(p -> text.of(grid.border(p.is("to") ? period + 1 : period), p.pattern()))
                            .toList()));
        }
        return seen.size() == LOOKED_AT;
    }

    private void refuse(String code, String message) {
        findings.refuse("name_template", code, message);
    }
}
