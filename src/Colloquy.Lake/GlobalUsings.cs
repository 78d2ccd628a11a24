global using System.Collections.Immutable;
global using Colloquy.Model;
