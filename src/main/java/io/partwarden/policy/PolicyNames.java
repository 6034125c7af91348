package io.partwarden.policy;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.KeyFamily;
import io.partwarden.partition.PartitionKey;
import io.partwarden.partition.PartitionNames;
import io.partwarden.sql.QualifiedName;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The names of the partitions that a policy makes of one table: by its template, within 63 bytes, and never one that is taken or was
 * handed out before. Two tenants or values that read the same once they are made fit for a name are told apart by a hash.
 */
public final class PolicyNames {

    private static final String TABLE = "table";

    private final QualifiedName table;
    private final List<KeyFamily> families;
    private final List<NameTemplate.Part> parts;
    private final PartitionNames names;

    private PolicyNames(
            QualifiedName table, List<KeyFamily> families, List<NameTemplate.Part> parts, PartitionNames names) {
        this.table = table;
        this.families = families;
        this.parts = parts;
        this.names = names;
    }

    /**
     * @param taken every relation name in the schema where partitions are to be made
     * @throws IllegalArgumentException if the template is none that {@link PolicyCheck} lets pass
     */
    public static PolicyNames of(
            QualifiedName table, PartitionKey key, NameTemplate template, Set<QualifiedName> taken) {
        return new PolicyNames(
                table,
                key.columns().stream().map(column -> column.family()).toList(),
                template.parts().orElseThrow(() -> new IllegalArgumentException("A brace has no partner")),
                PartitionNames.of(table, key, taken));
    }

    /** A period of a lane; its tenant is the lane's. */
    public QualifiedName next(Lane lane, Bound.Range bound) {
        return named(bound, part -> switch (part.word()) {
            case "from" -> period(lane, bound.from(), part);
            case "to" -> period(lane, bound.to(), part);
            case "tenant" ->
                lane.prefix().isEmpty() ? "" : PartitionNames.word(lane.prefix().get(0), families.get(0));
            default -> "";
        });
    }

    /** A list's values, a hash's remainder, or the default. */
    public QualifiedName next(Bound bound) {
        return named(bound, part -> switch (part.word()) {
            case "value" -> bound instanceof Bound.Values list ? word(list) : "";
            case "remainder" -> bound instanceof Bound.Hash hash ? String.valueOf(hash.remainder()) : "";
            default -> "";
        });
    }

    private static String period(Lane lane, List<Datum> tuple, NameTemplate.Part part) {
        return lane.line()
                .place(tuple.get(lane.prefix().size()))
                .map(place -> new PeriodText(lane).of(place, part.pattern()))
                .orElse("max");
    }

    private String word(Bound.Values list) {
        return PartitionNames.word(list.values().get(0), families.get(0))
                + (list.values().size() > 1 ? "_etc" : "");
    }

    private QualifiedName named(Bound bound, Function<NameTemplate.Part, String> field) {
        // The table's name gives way first where all is too long, since every partition has it.
        boolean tableFirst = parts.get(0).is(TABLE);
        StringBuilder name = new StringBuilder();
        for (NameTemplate.Part part : tableFirst ? parts.subList(1, parts.size()) : parts) {
            name.append(part.is(TABLE) ? table.name().value() : part.field() ? field.apply(part) : part.word());
        }
        return tableFirst
                ? names.next(bound, table.name().value(), name.toString())
                : names.next(bound, name.toString(), "");
    }
}
