package io.partwarden.partition;

import io.partwarden.partition.KnownType.Kind;
import io.partwarden.sql.QualifiedName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A small type catalog without a server; {@link ServerTypes} is the real one. */
final class TestTypes implements TypeLookup {

    private final Map<QualifiedName, KnownType> types = new HashMap<>();

    TestTypes() {
        Set<String> plain = Set.of("btree", "hash", "brin");
        number("int2", KeyFamily.INTEGER);
        number("int4", KeyFamily.INTEGER);
        number("int8", KeyFamily.INTEGER);
        base("numeric", KeyFamily.NUMERIC, true, plain);
        number("float8", KeyFamily.OTHER);
        base("bool", KeyFamily.OTHER, false, Set.of("btree", "hash"));
        base("text", KeyFamily.OTHER, false, plain);
        base("varchar", KeyFamily.OTHER, true, plain);
        base("bpchar", KeyFamily.OTHER, true, plain);
        base("bit", KeyFamily.OTHER, true, Set.of("btree", "brin"));
        base("uuid", KeyFamily.OTHER, false, plain);
        base("date", KeyFamily.DATE, false, plain);
        base("time", KeyFamily.OTHER, true, plain);
        base("timestamp", KeyFamily.TIMESTAMP, true, plain);
        base("timestamptz", KeyFamily.TIMESTAMPTZ, true, plain);
        base("interval", KeyFamily.OTHER, true, plain);
        base("json", KeyFamily.OTHER, false, Set.of());
        base("jsonb", KeyFamily.OTHER, false, Set.of("btree", "hash", "gin"));
        base("xml", KeyFamily.OTHER, false, Set.of());
        base("point", KeyFamily.OTHER, false, Set.of("gist", "spgist"));
        add("pg_catalog", "anyelement", Kind.PSEUDO, "anyelement", Set.of());
        add("pg_catalog", "pg_class", Kind.COMPOSITE, "pg_class", plain);
        add("app", "status", Kind.ENUM, "status", Set.of("btree", "hash"));
        add("app", "pair", Kind.COMPOSITE, "pair", Set.of("btree", "hash"));
        QualifiedName positive = QualifiedName.of("app", "positive");
        types.put(
                positive,
                new KnownType(
                        positive,
                        Kind.DOMAIN,
                        QualifiedName.of("pg_catalog", "int4"),
                        KeyFamily.INTEGER,
                        false,
                        true,
                        plain));
        QualifiedName secret = QualifiedName.of("app", "secret");
        types.put(secret, new KnownType(secret, Kind.ENUM, secret, KeyFamily.OTHER, false, false, plain));
    }

    private void number(String name, KeyFamily family) {
        base(name, family, false, Set.of("btree", "hash", "brin"));
    }

    private void base(String name, KeyFamily family, boolean modifiers, Set<String> methods) {
        QualifiedName qualified = QualifiedName.of("pg_catalog", name);
        types.put(qualified, new KnownType(qualified, Kind.BASE, qualified, family, modifiers, true, methods));
    }

    private void add(String schema, String name, Kind kind, String base, Set<String> methods) {
        QualifiedName qualified = QualifiedName.of(schema, name);
        types.put(
                qualified,
                new KnownType(qualified, kind, QualifiedName.of(schema, base), KeyFamily.OTHER, false, true, methods));
    }

    @Override
    public Optional<KnownType> find(QualifiedName name) {
        return Optional.ofNullable(types.get(name));
    }
}
