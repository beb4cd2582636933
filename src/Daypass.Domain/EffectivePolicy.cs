namespace Daypass.Domain;

// N: staff and clients each have the policy of their kind. For holders of a permission it is always 'required'.

public static class EffectivePolicy
{
    public static Policy For(Policy staffPolicy, Policy clientPolicy, Kind kind, bool isAdministrator, Permission permissions) =>
        isAdministrator || permissions != Permission.None ? Policy.Required
        : kind == Kind.Client ? clientPolicy
        : staffPolicy;
}
