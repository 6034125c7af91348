package io.partwarden.table;

import io.partwarden.partition.Bound;
import io.partwarden.partition.Datum;
import io.partwarden.partition.NewPartition.SubPartitioning;
import io.partwarden.partition.Strategy;
import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import io.partwarden.sql.Identifier;
import io.partwarden.table.PartitionRequest.HashRequest;
import io.partwarden.table.PartitionRequest.RangeRequest;
import io.partwarden.table.PartitionRequest.SubPartitioningRequest;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads a {@link PartitionWish} out of a request; every field that is wrong in itself is named at once. */
final class PartitionWishes {

    private final List<FieldProblem> errors = new ArrayList<>();

    private PartitionWishes() {}

    /** @throws Problem 400 naming each bad field */
    static PartitionWish of(PartitionRequest request) {
        PartitionWishes reader = new PartitionWishes();
        PartitionWish wish = reader.read(request);
        if (wish == null || !reader.errors.isEmpty()) {
            throw Problem.invalid(reader.errors);
        }
        return wish;
    }

    private @Nullable PartitionWish read(PartitionRequest request) {
        SubPartitioning sub = sub(request.partitionBy());
        long kinds = Stream.of(request.range(), request.list(), request.hash(), request.isDefault())
                .filter(Objects::nonNull)
                .count();
        if (kinds != 1) {
            wrong("range", "one-of", "give just one of range, list, hash and default");
            return null;
        }
        PartitionWish wish = wish(request, sub);
        if (request.name() != null && wish != null && wish.isMany()) {
            wrong("name", "many", "names one partition, and this makes many; leave it out");
        }
        return wish;
    }

    private @Nullable PartitionWish wish(PartitionRequest request, @Nullable SubPartitioning sub) {
        Identifier name = name(request.name());
        if (request.range() != null) {
            return range(request.range(), name, sub);
        }
        if (request.hash() != null) {
            return hash(request.hash(), name, sub);
        }
        if (request.list() != null) {
            KeyValues values = required("list.values", request.list().values());
            return values == null ? null : new PartitionWish.One(name, new Bound.Values(values.data()), sub);
        }
        if (!Boolean.TRUE.equals(request.isDefault())) {
            wrong("default", "invalid", "can only be true; leave it out otherwise");
        }
        return new PartitionWish.One(name, Bound.DEFAULT, sub);
    }

    private @Nullable PartitionWish range(
            RangeRequest range, @Nullable Identifier name, @Nullable SubPartitioning sub) {
        KeyValues from = required("range.from", range.from());
        KeyValues to = required("range.to", range.to());
        if (range.every() == null && range.timeZone() != null) {
            wrong("range.time_zone", "without-every", "says in which zone every is counted; there is no every");
        }
        ZoneId zone = zone(range.timeZone());
        String every = every(range.every());
        if (from == null || to == null) {
            return null;
        }
        return every == null
                ? new PartitionWish.One(name, new Bound.Range(from.data(), to.data()), sub)
                : new PartitionWish.Series(from.data(), to.data(), every, zone, sub);
    }

    private @Nullable String every(@Nullable KeyValues every) {
        if (every == null) {
            return null;
        }
        if (every.data().size() == 1 && every.data().get(0) instanceof Datum.Value step) {
            return step.text();
        }
        wrong("range.every", "invalid", "must be a period such as P1D or PT15M, or a number");
        return null;
    }

    private ZoneId zone(@Nullable String id) {
        if (id == null) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneId.of(id);
        } catch (DateTimeException e) {
            wrong("range.time_zone", "invalid", "must be a time zone such as Europe/Berlin");
            return ZoneOffset.UTC;
        }
    }

    private @Nullable PartitionWish hash(HashRequest hash, @Nullable Identifier name, @Nullable SubPartitioning sub) {
        Integer modulus = required("hash.modulus", hash.modulus());
        if (modulus == null) {
            return null;
        }
        Integer remainder = hash.remainder();
        return remainder == null
                ? new PartitionWish.EveryRemainder(modulus, sub)
                : new PartitionWish.One(name, new Bound.Hash(modulus, remainder), sub);
    }

    private @Nullable SubPartitioning sub(@Nullable SubPartitioningRequest request) {
        if (request == null) {
            return null;
        }
        Optional<Strategy> strategy = Arrays.stream(Strategy.values())
                .filter(s -> s.keyword().equals(request.strategy()))
                .findFirst();
        if (strategy.isEmpty()) {
            wrong("partition_by.strategy", "invalid", "must be range, list or hash");
        }
        List<Identifier> columns = new ArrayList<>();
        List<@Nullable String> given = request.columns() == null ? List.of() : request.columns();
        for (int i = 0; i < given.size(); i++) {
            Identifier column = name("partition_by.columns[" + i + "]", given.get(i));
            if (column != null) {
                columns.add(column);
            }
        }
        if (given.isEmpty()) {
            wrong("partition_by.columns", "required", "must name at least one column");
        }
        return strategy.map(s -> new SubPartitioning(s, columns)).orElse(null);
    }

    private @Nullable Identifier name(@Nullable String name) {
        return name == null ? null : name("name", name);
    }

    private @Nullable Identifier name(String field, @Nullable String name) {
        if (name == null || !Identifier.isValid(name)) {
            wrong(field, "invalid", "must be a name of 1 to 63 bytes");
            return null;
        }
        return new Identifier(name);
    }

    private <T> @Nullable T required(String field, @Nullable T value) {
        if (value == null) {
            wrong(field, "required", "is missing");
        }
        return value;
    }

    private void wrong(String field, String code, String message) {
        errors.add(new FieldProblem(field, code, message));
    }
}
