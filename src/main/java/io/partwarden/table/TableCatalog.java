package io.partwarden.table;

import io.partwarden.catalog.CatalogReader;
import io.partwarden.catalog.InvalidKeyValueException;
import io.partwarden.catalog.PartitionPages;
import io.partwarden.catalog.RelationReader;
import io.partwarden.catalog.RelationReader.Relation;
import io.partwarden.catalog.ShapeReader;
import io.partwarden.partition.Bound;
import io.partwarden.partition.KeySpace;
import io.partwarden.partition.NewPartition;
import io.partwarden.partition.Partition;
import io.partwarden.partition.PlanRefusedException;
import io.partwarden.partition.TableShape;
import io.partwarden.partition.TableSnapshot;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Expression;
import io.partwarden.sql.QualifiedName;
import io.partwarden.targets.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/** The catalog in this module's words: what is missing is a 404, and a value that no type reads is the request's mistake. */
@Component
final class TableCatalog {

    private final CatalogReader reader;
    private final PartitionPages pages;
    private final RelationReader relations;
    private final ShapeReader shapes;
    private final PartitionRecordRepository records;

    TableCatalog(
            CatalogReader reader,
            PartitionPages pages,
            RelationReader relations,
            ShapeReader shapes,
            PartitionRecordRepository records) {
        this.reader = reader;
        this.pages = pages;
        this.relations = relations;
        this.shapes = shapes;
        this.records = records;
    }

    TableSnapshot snapshot(Target target, TableRef table) {
        return snapshot(target, name(target, table));
    }

    TableSnapshot snapshot(Target target, QualifiedName table) {
        return find(target, table).orElseThrow(() -> noSnapshot(target, table));
    }

    /** Empty for what is no partitioned table. */
    Optional<TableSnapshot> find(Target target, QualifiedName table) {
        return reader.snapshot(target, table);
    }

    PartitionPages.Slice slice(Target target, TableRef ref, ToIntFunction<List<Long>> start, int limit) {
        QualifiedName table = name(target, ref);
        return pages.slice(target, table, start, limit).orElseThrow(() -> noSnapshot(target, table));
    }

    /**
     * The server's order of every value in the table's bounds and in these, as far as they fit its key.
     *
     * @throws PlanRefusedException INVALID for a value that the key's type does not read
     */
    KeySpace keys(Target target, TableSnapshot table, List<Bound> bounds) {
        List<Bound> fitting = bounds.stream()
                .filter(bound -> CanonicalBounds.fits(bound, table.parent().key()))
                .toList();
        int columns = table.parent().key().columns().size();
        List<Set<String>> extra = IntStream.range(0, columns)
                .mapToObj(column -> CanonicalBounds.texts(fitting, column))
                .toList();
        try {
            return reader.keySpace(target, table, extra);
        } catch (InvalidKeyValueException e) {
            throw unreadable(table, bounds, e);
        }
    }

    TableShape shape(Target target, QualifiedName table) {
        return shapes.shape(target, table).orElseThrow(() -> missing(target, table));
    }

    /** Empty where a short look did not tell. */
    Optional<Boolean> anyRow(Target target, QualifiedName table, Expression condition) {
        return reader.anyRow(target, table, condition);
    }

    private static PlanRefusedException unreadable(
            TableSnapshot table, List<Bound> bounds, InvalidKeyValueException invalid) {
        var column = table.parent().key().columns().get(invalid.column());
        String field = CanonicalBounds.fieldOf(invalid.text(), invalid.column(), bounds);
        return PlanRefusedException.invalid(
                field,
                "Not a value of type " + column.type().display()
                        + column.name()
                                .map(name -> ", which the key column " + name + " has")
                                .orElse("") + ".");
    }

    /** A partition found by its id, and its table. */
    record Child(TableRef parent, QualifiedName name) {}

    QualifiedName name(Target target, TableRef table) {
        if (table instanceof TableRef.Named named) {
            return named.name();
        }
        long oid = ((TableRef.Identified) table).id().oid();
        return relations
                .find(target, oid)
                .map(Relation::name)
                .orElseThrow(
                        () -> Problem.of(TableProblems.TABLE_NOT_FOUND, "The table of this id is not there any more."));
    }

    /** Also one that we have detached, which only our records know as a partition. */
    Child child(Target target, TableRef partition) {
        long oid = ((TableRef.Identified) partition).id().oid();
        Relation relation = relations.find(target, oid).orElseThrow(TableCatalog::noPartition);
        RelationReader.Parent parent = relation.parent();
        if (parent != null) {
            return new Child(new TableRef.Named(target.name(), parent.name()), relation.name());
        }
        return records.find(target.name(), oid)
                .filter(record -> record.name().equals(relation.name()) && record.detachStartedAt() != null)
                .map(record -> new Child(
                        new TableRef.Identified(new RelationId(target.name(), record.parentOid())), relation.name()))
                .orElseThrow(TableCatalog::noPartition);
    }

    /** Those of the wanted partitions that the table has by their names; one small query. */
    List<Partition> children(Target target, long parentOid, List<NewPartition> wanted) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        Map<QualifiedName, Long> oids = relations.children(
                target, parentOid, wanted.stream().map(NewPartition::name).toList());
        List<Partition> children = new ArrayList<>();
        for (NewPartition partition : wanted) {
            Long oid = oids.get(partition.name());
            if (oid != null) {
                Partition.Kind kind = partition.sub() == null ? Partition.Kind.TABLE : Partition.Kind.PARTITIONED;
                children.add(new Partition(oid, partition.name(), partition.bound(), kind, Partition.State.ATTACHED));
            }
        }
        return children;
    }

    boolean isThere(Target target, long oid) {
        return relations.find(target, oid).isPresent();
    }

    /** Those of the recorded tables that exist under that name and belong to no table. */
    List<PartitionRecord> standing(Target target, Collection<PartitionRecord> recorded) {
        if (recorded.isEmpty()) {
            return List.of();
        }
        List<Long> oids = recorded.stream().map(PartitionRecord::oid).toList();
        Map<Long, Relation> found =
                relations.find(target, oids).stream().collect(Collectors.toMap(Relation::oid, Function.identity()));
        return recorded.stream()
                .filter(record -> {
                    Relation relation = found.get(record.oid());
                    return relation != null
                            && relation.parent() == null
                            && relation.name().equals(record.name());
                })
                .toList();
    }

    List<String> dependents(Target target, long oid) {
        return relations.dependents(target, oid);
    }

    private static Problem noPartition() {
        return Problem.of(
                TableProblems.PARTITION_NOT_FOUND, "There is no partition of this id, or it has left its table.");
    }

    private Problem noSnapshot(Target target, QualifiedName table) {
        boolean plain = shapes.shape(target, table)
                .filter(shape -> shape.partitionBy() == null)
                .isPresent();
        return plain
                ? Problem.of(
                        TableProblems.NOT_PARTITIONED,
                        "Table " + table + " is a plain table: it has no partitions, and can have none as it is.")
                : missing(target, table);
    }

    static Problem missing(Target target, QualifiedName table) {
        return Problem.of(
                TableProblems.TABLE_NOT_FOUND,
                "Target '" + target.name() + "' has no partitioned table " + table + ".");
    }
}
