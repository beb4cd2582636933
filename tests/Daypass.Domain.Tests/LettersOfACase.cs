using Daypass.Domain;
using Xunit;

namespace Daypass.Domain.Tests;

/// <summary>H3: who adds a letter to a case, and when.</summary>
public class LettersOfACase
{
    [Fact]
    public void A_representative_adds_one_while_the_evidence_is_collected() =>
        Assert.Null(CaseRule.WhyNotAddLetter(CaseState.Open, frozen: false, AgentRole.Representative));

    [Fact]
    public void A_technician_adds_none() =>
        Assert.Equal(CaseRefusal.NotYours, CaseRule.WhyNotAddLetter(CaseState.Open, frozen: false, AgentRole.Technician));

    [Fact]
    public void A_frozen_case_takes_none() =>
        Assert.Equal(CaseRefusal.Frozen, CaseRule.WhyNotAddLetter(CaseState.Open, frozen: true, AgentRole.Representative));

    [Fact]
    public void Once_a_decision_was_asked_for_the_evidence_does_not_change()
    {
        foreach (var state in Enum.GetValues<CaseState>().Where(x => x != CaseState.Open))
        {
            Assert.Equal(CaseRefusal.WrongState, CaseRule.WhyNotAddLetter(state, frozen: false, AgentRole.Representative));
        }
    }
}
