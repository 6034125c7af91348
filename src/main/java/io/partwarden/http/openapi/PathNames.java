package io.partwarden.http.openapi;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;

/**
 * Declares each path's variables, also those that a controller takes through an argument of ours, and keeps operationIds stable where one
 * method serves a table by its name and by its id.
 */
final class PathNames implements GlobalOpenApiCustomizer {

    /** Ends the operationId of the twin that takes an id. */
    static final String BY_ID = "ByTableId";

    private static final Pattern VARIABLE = Pattern.compile("\\{(\\w+)}");
    private static final Pattern COUNTED = Pattern.compile("_\\d+$");

    @Override
    public void customise(OpenAPI document) {
        document.getPaths()
                .forEach((path, item) -> item.readOperations().forEach(operation -> describe(path, operation)));
    }

    private static void describe(String path, Operation operation) {
        String id = COUNTED.matcher(operation.getOperationId()).replaceFirst("");
        operation.setOperationId(path.contains("{table_id}") ? id + BY_ID : id);
        List<Parameter> others =
                new ArrayList<>(operation.getParameters() == null ? List.of() : operation.getParameters());
        Map<String, Parameter> declared = new LinkedHashMap<>();
        others.stream().filter(PathNames::isPath).forEach(parameter -> declared.put(parameter.getName(), parameter));
        others.removeIf(PathNames::isPath);
        List<Parameter> all = new ArrayList<>();
        for (Matcher variable = VARIABLE.matcher(path); variable.find(); ) {
            all.add(CommonParameter.path(variable.group(1), declared.get(variable.group(1))));
        }
        all.addAll(others);
        operation.setParameters(all.isEmpty() ? null : all);
    }

    private static boolean isPath(Parameter parameter) {
        return "path".equals(parameter.getIn());
    }
}
