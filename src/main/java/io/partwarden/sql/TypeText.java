package io.partwarden.sql;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A type as a request or format_type() writes it ({@code numeric(10,2)}, {@code timestamp(3) with time zone[]}, {@code app."My Enum"}), taken
 * apart: it is looked up by name and written anew, never pasted.
 *
 * @param schema null where the text has none
 * @param builtIn whether it is one of SQL's own words ({@code int}, {@code character varying}), which always mean pg_catalog's type
 * @param modifiers in the order that the type's typmodin function takes them
 */
public record TypeText(
        @Nullable Identifier schema, Identifier name, boolean builtIn, List<Integer> modifiers, boolean array) {

    private static final Identifier PG_CATALOG = new Identifier("pg_catalog");
    private static final Identifier PUBLIC = new Identifier("public");

    public TypeText {
        modifiers = List.copyOf(modifiers);
    }

    /** @throws TextRefusedException if it is no type's text */
    public static TypeText parse(String text) {
        Tokens tokens = Tokens.of(text);
        TypeText type = TypeGrammar.read(tokens);
        tokens.expectEnd();
        return type;
    }

    /**
     * The names that it may mean, best first. Without a schema: pg_catalog, then the table's own schema, then public; a session's
     * search_path never decides.
     */
    public List<QualifiedName> candidates(Identifier tableSchema) {
        if (schema != null) {
            return List.of(new QualifiedName(schema, name));
        }
        Set<QualifiedName> names = new LinkedHashSet<>();
        names.add(new QualifiedName(PG_CATALOG, name));
        if (!builtIn) {
            names.add(new QualifiedName(tableSchema, name));
            names.add(new QualifiedName(PUBLIC, name));
        }
        return List.copyOf(names);
    }

    /**
     * The type that was found for it.
     *
     * @param takesModifiers whether the type has a typmodin function
     * @throws TextRefusedException if its modifiers are not the type's
     */
    public SqlType resolve(QualifiedName found, boolean takesModifiers, int serverVersion) {
        if (!modifiers.isEmpty() && !takesModifiers) {
            throw new TextRefusedException("Type " + found.name() + " takes no modifiers in parentheses.");
        }
        List<Integer> checked = TypeModifiers.check(this, found, serverVersion);
        return new SqlType(found, checked, array, TypeDisplay.of(found, checked, array));
    }
}
