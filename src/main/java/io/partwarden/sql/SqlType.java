package io.partwarden.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A column's type as found in the target's type catalog: qualified name (an array's element type), modifiers in the order that the
 * type's typmodin function takes them, whether it is an array, and the text in which people know it ({@code numeric(10,2)[]}).
 */
public record SqlType(QualifiedName name, List<Integer> modifiers, boolean array, String display) {

    public SqlType {
        modifiers = List.copyOf(modifiers);
    }

    public String quoted() {
        String args = modifiers.isEmpty()
                ? ""
                : modifiers.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")"));
        return name.quoted() + args + (array ? "[]" : "");
    }
}
