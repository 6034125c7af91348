package io.partwarden.partition;

import io.partwarden.partition.CheckedTable.ColumnType;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.TextRefusedException;
import io.partwarden.sql.TypeText;
import java.util.Locale;
import java.util.Map;

/** Finds what a type's text means on the target. */
final class TypeResolution {

    /** Names that other databases use. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("datetime", "timestamp with time zone"),
            Map.entry("tinyint", "smallint"),
            Map.entry("mediumint", "integer"),
            Map.entry("number", "numeric"),
            Map.entry("string", "text"),
            Map.entry("nvarchar", "varchar"),
            Map.entry("clob", "text"),
            Map.entry("blob", "bytea"),
            Map.entry("binary", "bytea"),
            Map.entry("uniqueidentifier", "uuid"));

    private final TypeLookup types;
    private final int serverVersion;
    private final Identifier schema;

    TypeResolution(TypeLookup types, int serverVersion, Identifier schema) {
        this.types = types;
        this.serverVersion = serverVersion;
        this.schema = schema;
    }

    /** @throws TextRefusedException if the target has no such type, or a column cannot have it */
    ColumnType resolve(TypeText type) {
        KnownType known = type.candidates(schema).stream()
                .flatMap(name -> types.find(name).stream())
                .findFirst()
                .orElseThrow(() -> unknown(type));
        if (known.kind() == KnownType.Kind.PSEUDO) {
            throw new TextRefusedException(known.name() + " is a pseudo-type; no column can have it.");
        }
        if (known.kind() == KnownType.Kind.COMPOSITE && isSystem(known)) {
            throw new TextRefusedException(known.name() + " is the row type of a system table; no column can have it.");
        }
        if (!known.usable()) {
            throw new TextRefusedException("Our role may not use type " + known.name()
                    + "; its owner can GRANT USAGE ON TYPE " + known.name().quoted() + " to it.");
        }
        return new ColumnType(type.resolve(known.name(), known.takesModifiers(), serverVersion), known);
    }

    static boolean isSystem(KnownType known) {
        String schema = known.name().schema().value();
        return schema.equals("pg_catalog") || schema.equals("information_schema");
    }

    private TextRefusedException unknown(TypeText type) {
        String name = type.name().value();
        String instead = ELSEWHERE.get(name.toLowerCase(Locale.ROOT));
        return new TextRefusedException("There is no type "
                + (type.schema() == null ? name : type.schema() + "." + name)
                + " on this target"
                + (type.schema() == null
                        ? " in pg_catalog, " + schema
                                + " or public; write the schema before it if it is in another one."
                        : ".")
                + (instead == null ? "" : " Did you mean " + instead + "?"));
    }
}
