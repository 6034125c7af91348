package io.partwarden.http;

import io.partwarden.shared.FieldProblem;
import io.partwarden.shared.Problem;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.validation.BindException;
import org.springframework.validation.Errors;
import org.springframework.validation.FieldError;
import org.springframework.validation.ObjectError;
import org.springframework.validation.method.MethodValidationResult;
import org.springframework.validation.method.ParameterErrors;
import org.springframework.validation.method.ParameterValidationResult;
import org.springframework.web.bind.MethodArgumentNotValidException;

/** All violations of bean validation at once, each under the path that the client sent. */
final class ValidationProblems {

    private ValidationProblems() {}

    static Optional<Problem> problem(Throwable failure) {
        List<FieldProblem> errors = new ArrayList<>();
        if (failure instanceof MethodArgumentNotValidException invalid) {
            addFields(invalid, errors);
        } else if (failure instanceof BindException invalid) {
            addFields(invalid, errors);
        } else if (failure instanceof MethodValidationResult invalid && !invalid.isForReturnValue()) {
            invalid.getParameterValidationResults().forEach(result -> addParameter(result, errors));
        } else if (failure instanceof ConstraintViolationException invalid) {
            invalid.getConstraintViolations().forEach(violation -> errors.add(of(violation)));
        } else {
            return Optional.empty();
        }
        errors.sort(Comparator.comparing(FieldProblem::field).thenComparing(FieldProblem::code));
        return Optional.of(Problem.invalid(errors));
    }

    private static void addFields(Errors invalid, List<FieldProblem> errors) {
        for (ObjectError error : invalid.getAllErrors()) {
            errors.add(
                    error.contains(ConstraintViolation.class)
                            ? of(error.unwrap(ConstraintViolation.class))
                            : bindingFailure(error));
        }
    }

    private static void addParameter(ParameterValidationResult result, List<FieldProblem> errors) {
        if (result instanceof ParameterErrors bean) {
            addFields(bean, errors);
            return;
        }
        String parameter = RequestParameterNames.of(result.getMethodParameter());
        for (MessageSourceResolvable error : result.getResolvableErrors()) {
            ConstraintViolation<?> violation = result.unwrap(error, ConstraintViolation.class);
            errors.add(new FieldProblem(parameter, code(violation), violation.getMessage()));
        }
    }

    private static FieldProblem of(ConstraintViolation<?> violation) {
        String path = JsonPaths.of(violation.getRootBeanClass(), violation.getPropertyPath());
        return new FieldProblem(path, code(violation), violation.getMessage());
    }

    private static FieldProblem bindingFailure(ObjectError error) {
        String field = error instanceof FieldError named ? JsonPaths.snakeCase(named.getField()) : "body";
        return new FieldProblem(field, "type", Expectation.of(null));
    }

    private static String code(@Nullable ConstraintViolation<?> violation) {
        if (violation == null) {
            return "value";
        }
        String constraint = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return switch (constraint) {
            case "NotNull", "NotBlank", "NotEmpty" -> "required";
            case "ShortText" -> "text";
            default -> JsonPaths.snakeCase(constraint).replace('_', '-');
        };
    }
}
