package io.partwarden.table;

import io.partwarden.shared.Problem;
import io.partwarden.shared.ProblemType;
import io.partwarden.sql.Identifier;
import io.partwarden.sql.QualifiedName;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/** Reads {@link TableRef} from whichever of the {@link TablePaths} the request took. */
final class TableRefResolver implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == TableRef.class;
    }

    @Override
    public TableRef resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Map<?, ?> path = (Map<?, ?>)
                request.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
        if (path == null) {
            throw new IllegalStateException("No path variables: a TableRef is part of a path");
        }
        if (path.get("table_id") instanceof String id) {
            return byId(id, TableProblems.TABLE_NOT_FOUND);
        }
        if (path.get("partition_id") instanceof String id) {
            return byId(id, TableProblems.PARTITION_NOT_FOUND);
        }
        if (path.get("target") instanceof String target
                && path.get("schema") instanceof String schema
                && path.get("table") instanceof String table) {
            return byName(target, schema, table);
        }
        throw new IllegalStateException("A TableRef needs one of the paths of tables");
    }

    private static TableRef byId(String encoded, ProblemType missing) {
        return RelationId.decode(encoded)
                .map(TableRef.Identified::new)
                .orElseThrow(
                        () -> Problem.of(missing, "No table or partition has this id; ids are found in the lists."));
    }

    /** A name that PostgreSQL cannot hold is the name of no table. */
    private static TableRef byName(String target, String schema, String table) {
        if (!Identifier.isValid(schema) || !Identifier.isValid(table)) {
            throw Problem.of(
                    TableProblems.TABLE_NOT_FOUND,
                    "There is no such table: the names of a schema and a table have 1 to 63 bytes.");
        }
        return new TableRef.Named(target, QualifiedName.of(schema, table));
    }
}
